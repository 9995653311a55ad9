# Who may do what, every command and every role. `recovery` is two sheets of
# paper, `first` the key of the first start, while it lives.

# Before the first person has a key nobody is refused, but nobody gives a key
# away who holds none.
who nobody
does people.add eve role officer
does key.officer eve
expect answer error=locked
does people.remove eve reason "coba"

# The first key makes a supervisor, and she makes the others.
who first
does people.add supervisor role supervisor
does key.officer supervisor
unlocks supervisor
does key.recovery siaga-recovery-MOUp1Sm5ykccMMpE_CncPJspPQk50IDoQHtdMUzTwzCM3vMM
expect result recovery=yes first_officer_key=yes
does people.add officer role officer
does people.add coordinator role coordinator
does people.add administrator role administrator
does people.add auditor role auditor
does people.add kader role cadre
does key.officer kader
expect answer error=forbidden
does key.officer officer
does key.officer coordinator
does key.officer administrator
does key.officer auditor
expect result people=5 readers=2 supervisors=1
unlocks officer
unlocks coordinator
unlocks administrator
unlocks auditor

# What everybody at the socket sees: no text, no name.
may status          everybody
may report.list     everybody
may report.show     everybody
may people.list     everybody
may key.list        everybody
may dialogue        everybody
may outbox.list     everybody
may outbox.replay   everybody
may doctor          everybody
may privacy         everybody
may unlock          everybody
may duty            everybody
may webhook.list    everybody
may village.list    everybody
may village.show    everybody
may report.receipt  everybody

# Work with reports.
may report.take     officer supervisor first
may report.urgency  officer supervisor first
may report.reply    officer supervisor first
may report.override officer supervisor first
may report.confirm  officer supervisor first
may report.release  officer supervisor first
may report.erase    officer supervisor first
may report.join     officer supervisor first
may report.close    officer supervisor first
may report.assign   officer supervisor first
may report.reveal   officer supervisor first
may report.same     officer supervisor first
may report.export   officer supervisor
may report.exclude  officer supervisor first

# Alerts.
may alert.list      everybody
may alert.accept    officer supervisor coordinator first
may alert.decline   officer supervisor coordinator first
may alert.outcome   officer supervisor coordinator first
may drill           officer supervisor administrator recovery first

# People and keys.
may people.add      supervisor administrator recovery first
may people.remove   supervisor administrator recovery first
may key.init        first
may key.officer     supervisor recovery
may key.rotate      officer supervisor coordinator administrator auditor first
may key.revoke      supervisor administrator recovery first
may key.recovery    supervisor first
may people.ring     officer supervisor administrator recovery first
may people.kin      officer supervisor administrator recovery first
may import          supervisor administrator recovery first
may import.add      supervisor administrator recovery first
may import.faults   supervisor administrator recovery first
may panic.codes     officer supervisor administrator recovery first

# What was done.
may audit.list      auditor
may audit.verify    auditor

# A copy elsewhere outlives erasures: those who staff the office.
who nobody
does backup to stick
expect answer error=forbidden
who officer
does backup to stick
expect answer error=forbidden
who auditor
does backup to stick
expect answer error=forbidden
who administrator
does backup to stick
expect answer error=bad_arguments
who supervisor
does backup to stick
expect answer error=bad_arguments
who recovery
does backup to stick
expect answer error=bad_arguments

# Last, for it ends each session.
may lock            officer supervisor coordinator administrator auditor first

# A search of the office ends them too: whoever is there may say so. What ends
# it is a supervisor's passphrase or the sheets of paper.
may backup          everybody
may panic           everybody
may panic.end       everybody
may all
