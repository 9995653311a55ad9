# People ask: what is wrong is said in words, and hurts nothing.
sms from +6281234567890 "suami saya memukul saya"
forget
command nonsense {}
expect answer error=unknown_command
command report.show {}
expect answer error=bad_arguments
command report.show {"code":"ZZZZ"}
expect answer error=not_found
command report.show {"code":"'; --"}
expect answer error=not_found
command report.show {"code":"ABCDEFGHIJKLMNOP"}
expect answer error=bad_arguments
command report.show {"code":"A\u0000B"}
expect answer error=bad_arguments
command report.list {"quarantine":"yes"}
expect answer error=bad_arguments
command report.list {"more":true}
expect answer error=bad_arguments
command report.list {"after":"-5"}
expect answer error=none
command outbox.list {"state":"nonsense"}
expect answer error=none
command status {}
expect answer error=none
command doctor {}
expect answer error=none
expect reports 1
