/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bridge for libGammu's proxyat: stdin and stdout are the AT line. */
#ifndef SIMMODEM_ATTACH_H
#define SIMMODEM_ATTACH_H

/* Runs until either side ends; returns the exit status. */
int attach_run(const char *socket_path);

#endif
