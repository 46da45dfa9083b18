package io.sriov.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/// Tests in the machine that systemd boots, where iovctl is installed. They come after those of
/// booting ([Boot]), when its units are stopped; otherwise the machine is as that of the other
/// tests.
///
/// A test waits longer than others, for it starts a JVM or two.
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag(Installed.TAG)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@interface Installed {
    /// What JUnit knows all tests of that machine by, those of booting among them.
    String TAG = "installed";
}
