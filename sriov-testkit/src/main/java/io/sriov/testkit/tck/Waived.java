package io.sriov.testkit.tck;

import java.io.Serial;
import org.opentest4j.TestAbortedException;

/// A clause does not hold, and the bench says that it is not applicable.
final class Waived extends TestAbortedException {
    @Serial private static final long serialVersionUID = 1;

    Waived(String reason, Throwable found) {
        super(reason, found);
    }
}
