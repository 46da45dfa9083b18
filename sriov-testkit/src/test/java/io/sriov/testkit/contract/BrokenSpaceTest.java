package io.sriov.testkit.contract;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.ConfigSpaceImage;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The contract of configuration spaces tells of those that break it.
class BrokenSpaceTest {
    private static UnaryOperator<ConfigSpace> breaker = space -> space;

    /// A space that passes reads and writes on after changing them.
    private abstract static class Space implements ConfigSpace {
        final ConfigSpace space;

        Space(ConfigSpace space) {
            this.space = space;
        }

        @Override
        public long read(int offset, int width) {
            return space.read(offset, width);
        }

        @Override
        public void write(int offset, int width, long value) {
            space.write(offset, width, value);
        }
    }

    private static final List<Fault<ConfigSpace>> FAULTS =
            List.of(
                    new Fault<>(
                            "readsOfEveryWidthAgree",
                            "gives words in the wrong byte order",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public long read(int offset, int width) {
                                            long value = space.read(offset, width);
                                            return width == 2
                                                    ? (value >> 8) | (value & 0xff) << 8
                                                    : value;
                                        }
                                    }),
                    new Fault<>(
                            "valuesAreUnsignedAndFitTheirWidth",
                            "extends the sign",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public long read(int offset, int width) {
                                            return (int) space.read(offset, width);
                                        }
                                    }),
                    new Fault<>(
                            "shorthandsReadTheSame",
                            "reads four bytes for two",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public int read16(int offset) {
                                            return (int) space.read(offset & ~3, 4);
                                        }
                                    }),
                    new Fault<>(
                            "misalignedAccessesAreRefused",
                            "rounds offsets down",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public long read(int offset, int width) {
                                            return space.read(
                                                    width > 0 ? offset & -width : offset, width);
                                        }
                                    }),
                    new Fault<>(
                            "offsetsOutsideTheSpaceAreRefused",
                            "begins again at the end",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public void write(int offset, int width, long value) {
                                            space.write(offset & (SIZE - 1), width, value);
                                        }
                                    }),
                    new Fault<>(
                            "otherWidthsAreRefused",
                            "takes any width for four bytes",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public long read(int offset, int width) {
                                            return space.read(
                                                    offset, width == 1 || width == 2 ? width : 4);
                                        }
                                    }),
                    new Fault<>(
                            "valuesThatDoNotFitTheirWidthAreRefused",
                            "cuts values off",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public void write(int offset, int width, long value) {
                                            ConfigSpace.checkAccess(offset, width);
                                            space.write(
                                                    offset,
                                                    width,
                                                    value & ConfigSpace.allOnes(width));
                                        }
                                    }),
                    new Fault<>(
                            "theIdentityCannotBeWritten",
                            "is plain memory",
                            space -> imageOf(space)),
                    new Fault<>(
                            "aWriteReachesItsOwnBytesAndNoOthers",
                            "writes four bytes for one",
                            space ->
                                    new Space(space) {
                                        @Override
                                        public void write(int offset, int width, long value) {
                                            ConfigSpace.checkWrite(offset, width, value);
                                            int at = offset & 3;
                                            space.write(
                                                    offset & ~3,
                                                    4,
                                                    (value << (8 * at)) & 0xffff_ffffL);
                                        }
                                    }));

    private static ConfigSpace imageOf(ConfigSpace space) {
        byte[] bytes = new byte[ConfigSpace.SIZE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) space.read8(i);
        }
        return ConfigSpaceImage.of(bytes);
    }

    static class OnSpace extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            SimulatedBench bench = SimulatedBench.inMemory("ix0", 2);
            ConfigSpace space = breaker.apply(bench.host().physicalFunction("ix0").configSpace());
            return new ConfigSpacesTest.Bench(space, ConfigSpace.SIZE, true);
        }
    }

    static class OnShortSpace extends ConfigSpaceContract {
        @Override
        protected ConfigSpaceBench open() {
            var image = ConfigSpaceImage.of(new byte[ConfigSpace.CONVENTIONAL_SIZE]);
            return new ConfigSpacesTest.Bench(
                    breaker.apply(image), ConfigSpace.CONVENTIONAL_SIZE, false);
        }
    }

    @Test
    void everyFaultIsToldAndEveryRuleCanBeBroken() {
        BrokenRules<ConfigSpace> broken =
                BrokenRules.of(OnSpace.class, FAULTS, change -> breaker = change);
        broken.assertTold();
        broken.assertEveryRuleCanBeBroken();
    }

    @Test
    void zerosBeyondTheEndAreTold() {
        Fault<ConfigSpace> zeros =
                new Fault<>(
                        "beyondTheEndReadsGiveAllOnesAndWritesAreLost",
                        "gives zeros beyond its end",
                        space ->
                                new Space(space) {
                                    @Override
                                    public long read(int offset, int width) {
                                        long value = space.read(offset, width);
                                        return offset < CONVENTIONAL_SIZE ? value : 0;
                                    }
                                });
        BrokenRules.of(OnShortSpace.class, List.of(zeros), change -> breaker = change).assertTold();
    }
}
