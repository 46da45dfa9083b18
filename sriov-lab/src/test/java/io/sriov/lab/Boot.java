package io.sriov.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;

/// Tests in a machine that systemd has booted for them, whose names end in `BootTest`. Its devices
/// are those of [LabMachine]; `sriov-lab/src/boot/root` has its files.
///
/// They come before the other tests of that machine ([Installed]). VFs are left as they are after
/// each test, for the tests are of one state: each leaves the units and the VFs as they were.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Installed
@Tag(Boot.TAG)
@Order(0)
@interface Boot {
    /// The tag of the tests of what has happened when it booted.
    String TAG = "boot";
}
