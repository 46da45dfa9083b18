package io.sriov.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/// Tests in a machine that systemd has booted for them. Its devices are those of [LabMachine]; the
/// directory `sriov-lab/src/boot/CLASS` has what its files are, besides those of every such
/// machine.
///
/// A test waits longer than others, for it starts a JVM or two. VFs are left as they are after each
/// test, for the tests are of one state: each leaves the unit `sriov.service` and the VFs as they
/// were.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(Boot.TAG)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@interface Boot {
    /// What JUnit and the host know these tests by.
    String TAG = "boot";
}
