package io.sriov.linux.nvme;

/// What a primary controller deals out to its secondary controllers: the field *Resource Type* of
/// the command *Virtualization Management*, NVM Express Base Specification 2.0.
public enum FlexibleResource {
    /// Queues: each is a submission queue with its completion queue. The first is the admin queue.
    VQ(0, "VQ resources (queues)", 2),
    /// Interrupt vectors.
    VI(1, "VI resources (interrupt vectors)", 1);

    private final int number;
    private final String text;
    private final int neededOnline;

    FlexibleResource(int number, String text, int neededOnline) {
        this.number = number;
        this.text = text;
        this.neededOnline = neededOnline;
    }

    /// {@return its number in commands}
    public int number() {
        return number;
    }

    /// {@return how people call it: `VQ resources (queues)`}
    public String text() {
        return text;
    }

    /// {@return how many a secondary controller must have to go online, section 8.26}
    public int neededOnline() {
        return neededOnline;
    }
}
