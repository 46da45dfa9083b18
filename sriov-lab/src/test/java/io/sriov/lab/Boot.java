package io.sriov.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/// Tests in a machine that systemd has booted for them, whose names end in `BootTest`. Its devices
/// are those of [LabMachine]; `sriov-lab/src/boot/root` has its files.
///
/// They come before the other tests of that machine, which are those with the tag [#MACHINE] alone.
/// A test waits longer than others, for it starts a JVM or two. VFs are left as they are after each
/// test, for the tests are of one state: each leaves the units and the VFs as they were.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(Boot.MACHINE)
@Tag(Boot.TAG)
@Order(0)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@interface Boot {
    /// The tag of all tests in the machine that systemd boots, where iovctl is installed.
    String MACHINE = "installed";

    /// The tag of the tests of what has happened when it booted.
    String TAG = "boot";
}
