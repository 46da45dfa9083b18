package io.sriov.testkit.junit;

/// What happened on a simulated host until a test failed: a part of the failure, for people.
final class HostStory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostStory(String calls, String accesses) {
        super(
                "what was called:\n"
                        + (calls.isEmpty() ? "nothing" : calls.stripTrailing())
                        + "\n\nwhat was done on the bus:\n"
                        + (accesses.isEmpty() ? "nothing" : accesses),
                null,
                false,
                false);
    }
}
