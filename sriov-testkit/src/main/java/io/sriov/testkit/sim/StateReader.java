package io.sriov.testkit.sim;

import io.sriov.host.VfUse;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.text.SyntaxMessage;
import io.sriov.testkit.sim.bus.BusSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;

/// Reads a state file. Whatever is wrong with it is said with the place where it stands.
final class StateReader {
    private static final int MAX_UNIT = 1_000_000;

    private final LocatedJson in;
    private final long domain;
    private final String machine;
    private Duration time = Duration.ZERO;
    private String busPlace = "";
    private final SortedMap<RoutingId, SortedMap<Integer, Long>> registers = new TreeMap<>();
    private final Map<String, HostState.Pf> pfs = new LinkedHashMap<>();
    private final List<String> console = new ArrayList<>();
    private final SortedMap<String, String> records = new TreeMap<>();

    private StateReader(LocatedJson in, long domain, String machine) {
        this.in = in;
        this.domain = domain;
        this.machine = machine;
    }

    /// Reads a state.
    ///
    /// @param name what the text is called in messages
    /// @param domain the machine's PCI domain
    /// @param machine its [Fingerprint]; a state that has none is an old one
    /// @throws StateException saying where and what is wrong
    static HostState read(String name, String text, long domain, String machine)
            throws StateException {
        try (JsonParser parser = StateFormat.JSON.createParser(ObjectReadContext.empty(), text)) {
            StateReader reader = new StateReader(new LocatedJson(name, parser), domain, machine);
            return reader.state();
        } catch (StreamReadException e) {
            throw LocatedJson.syntax(name, e);
        } catch (JacksonException e) {
            throw new StateException(name + ": " + SyntaxMessage.of(e), e);
        }
    }

    private HostState state() throws StateException {
        String[] format = {""};
        long[] version = {0};
        in.next();
        in.object(key -> {
            switch (key) {
                case "format" -> format[0] = in.string();
                case "version" -> version[0] = in.integer(0, Integer.MAX_VALUE);
                case "machine" -> requireMachine(in.string());
                case "milliseconds" -> time = Duration.ofMillis(in.integer(0, Long.MAX_VALUE));
                case "registers" -> {
                    busPlace = in.place();
                    in.object(this::function);
                }
                case "pfs" -> in.object(this::pf);
                case "console" -> in.array(() -> console.add(in.string()));
                case "records" -> in.object(entry -> records.put(entry, in.string()));
                default -> throw format[0].isEmpty() ? noState() : in.unknown(key);
            }
            if (key.equals("version") && version[0] != StateFormat.VERSION) {
                throw in.wrong(
                        "this is version "
                                + version[0]
                                + " of the format, not "
                                + StateFormat.VERSION);
            }
        });
        if (!format[0].equals(StateFormat.FORMAT) || version[0] == 0) {
            throw noState();
        }
        in.end();
        return new HostState(new BusSnapshot(time, registers), busPlace, pfs, console, records);
    }

    private StateException noState() {
        return StateException.ofOtherFile(
                in.place()
                        + "the file is no state of a simulated host: it lacks format and version");
    }

    private void requireMachine(String made) throws StateException {
        if (!made.equals(machine)) {
            throw StateException.ofOtherMachine(
                    in.place()
                            + "it was made for another, or for this one before its description"
                            + " changed");
        }
    }

    private void function(String address) throws StateException {
        PciAddress function = PciAddress.tryParse(address).orElse(null);
        if (function == null || function.domain() != domain) {
            throw in.wrong("'" + address + "' is no address of this machine");
        }
        SortedMap<Integer, Long> values = new TreeMap<>();
        in.object(key -> {
            long offset = in.hexadecimal(key, 0xffc);
            if (offset % 4 != 0) {
                throw in.wrong("no register begins at '" + key + "'");
            }
            values.put((int) offset, in.hexadecimal(in.string(), 0xffff_ffffL));
        });
        registers.put(function.routingId(), values);
    }

    private void pf(String device) throws StateException {
        String place = in.place();
        boolean[] attached = {false};
        boolean[] interfaceUp = {true};
        int[] numVfs = {0};
        String[] schema = {""};
        String[] config = {""};
        List<HostState.Bar> bars = new ArrayList<>();
        List<HostState.Vf> vfs = new ArrayList<>();
        in.object(key -> {
            switch (key) {
                case "attached" -> attached[0] = in.bool();
                case "interface-up" -> interfaceUp[0] = in.bool();
                case "schema" -> schema[0] = base64(in.string());
                case "num-vfs" -> numVfs[0] = (int) in.integer(0, 0xffff);
                case "bars" -> in.array(() -> bars.add(bar()));
                case "config" -> config[0] = base64(in.string());
                case "vfs" -> in.array(() -> vfs.add(vf()));
                default -> throw in.unknown(key);
            }
        });
        pfs.put(
                device,
                new HostState.Pf(
                        place,
                        attached[0],
                        interfaceUp[0],
                        new HostState.Packed(schema[0]),
                        numVfs[0],
                        bars,
                        new HostState.Packed(config[0]),
                        vfs));
    }

    private String base64(String text) throws StateException {
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException _) {
            throw in.wrong("this is not base64");
        }
    }

    private HostState.Bar bar() throws StateException {
        int[] index = {-1};
        boolean[] flags = {false, false};
        long[] size = {0};
        @Nullable Long[] base = {null};
        in.object(key -> {
            switch (key) {
                case "bar" -> index[0] = (int) in.integer(0, SriovCapability.VF_BAR_COUNT - 1);
                case "wide" -> flags[0] = in.bool();
                case "prefetchable" -> flags[1] = in.bool();
                case "size" -> size[0] = in.integer(16, 1L << 40);
                case "base" -> base[0] = in.hexadecimal(in.string(), Long.MAX_VALUE);
                default -> throw in.unknown(key);
            }
        });
        if (index[0] < 0 || Long.bitCount(size[0]) != 1) {
            throw in.wrong("a VF BAR needs 'bar', and a 'size' that is a power of two");
        }
        return new HostState.Bar(
                index[0], flags[0], flags[1], size[0], Optional.ofNullable(base[0]));
    }

    private HostState.Vf vf() throws StateException {
        int[] numbers = {-1, -1};
        String[] driver = {""};
        List<VfUse> uses = new ArrayList<>();
        in.object(key -> {
            switch (key) {
                case "index" -> numbers[0] = (int) in.integer(0, 0xfffe);
                case "driver" -> driver[0] = in.string();
                case "unit" -> numbers[1] = (int) in.integer(0, MAX_UNIT);
                case "uses" -> in.array(() -> uses.add(use()));
                default -> throw in.unknown(key);
            }
        });
        if (numbers[0] < 0 || driver[0].isEmpty() != (numbers[1] < 0)) {
            throw in.wrong("a VF needs 'index', and both 'driver' and 'unit' or neither");
        }
        Optional<DriverUnit> unit =
                numbers[1] < 0
                        ? Optional.empty()
                        : Optional.of(new DriverUnit(driver[0], numbers[1]));
        return new HostState.Vf(numbers[0], unit, uses);
    }

    private VfUse use() throws StateException {
        String[] holder = {""};
        boolean[] exclusive = {false};
        in.object(key -> {
            switch (key) {
                case "holder" -> holder[0] = in.string();
                case "exclusive" -> exclusive[0] = in.bool();
                default -> throw in.unknown(key);
            }
        });
        return new VfUse(holder[0], exclusive[0]);
    }
}
