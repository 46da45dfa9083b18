package io.sriov.linux.nvme;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The numbers in the structures of NVMe: NVM Express Base Specification 2.0, section 1.4.1.
final class LittleEndian {
    static final ValueLayout.OfShort U16 = JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt U32 = JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}
}
