/// The `iovctl` command: its options, and nothing that a program embedding the SDK would want.
package io.sriov.cli;
