package io.sriov.testkit.tck;

import java.io.Serial;
import org.opentest4j.TestAbortedException;

/// A clause says nothing about the plug-in that is tried. Any other aborted clause is unproven.
final class NotApplicable extends TestAbortedException {
    @Serial private static final long serialVersionUID = 1;

    NotApplicable(String reason) {
        super(reason);
    }
}
