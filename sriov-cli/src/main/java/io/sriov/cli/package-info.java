/// The `iovctl` command: its options, one class for each thing it does, and nothing that a program
/// embedding the SDK would want.
///
/// What a command means is decided by the SDK's other modules; here are the words typed and the
/// words printed. The messages, the order of the checks, the output and the exit statuses of `-C`,
/// `-D`, `-L` and `-S` are those of FreeBSD's iovctl(8) (`usr.sbin/iovctl/iovctl.c`).
package io.sriov.cli;
