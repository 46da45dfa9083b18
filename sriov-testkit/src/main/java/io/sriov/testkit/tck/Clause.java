package io.sriov.testkit.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a test of a [PfDriverTck] a clause of its certificate. A vendor's own tests in the
/// subclass may have it, too.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Clause {
    /// {@return the number, chapter and clause, which stays the same between versions: `4.8`;
    /// chapters from 100 on are free for vendors}
    String id();

    /// {@return what must hold, one sentence}
    String rule();

    /// {@return where the rule comes from: a manual page, a file, the Javadoc of the SPI}
    String source();
}
