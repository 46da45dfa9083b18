package io.sriov.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Tests in a machine that systemd has booted for them. Its devices are those of [LabMachine]; the
/// directory `sriov-lab/src/boot/CLASS` has what its files are, besides those of every such machine.
///
/// VFs are left as they are after each test, for the tests are of one state: each leaves the unit
/// `sriov.service` and the VFs as they were.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(Boot.TAG)
@interface Boot {
    /// What JUnit and the host know these tests by.
    String TAG = "boot";
}
