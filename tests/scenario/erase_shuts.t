# I12: what she wants erased is read by a supervisor, or who it is assigned to;
# nobody else takes it for himself.
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
does people.add wati role officer
does key.officer wati
sms from +6281234567890 "halo, apakah kantor buka"
sms from +6281234567890 "HAPUS YA"
forget
unlocks wati
does report.show report 1
expect result erase_pending=yes not_assigned=yes contact=none
does report.reveal report 1 reason "x"
expect answer error=erase_pending
does report.assign report 1 to wati
expect answer error=erase_pending
does report.erase report 1 refuse reason "x"
expect answer error=erase_pending
unlocks sari
expect message 1 of report 1 "halo, apakah kantor buka"
does report.assign report 1 to budi
expect answer error=none
unlocks budi
expect message 1 of report 1 "halo, apakah kantor buka"
unlocks wati
expect report 1 not_assigned=yes erase_pending=none
