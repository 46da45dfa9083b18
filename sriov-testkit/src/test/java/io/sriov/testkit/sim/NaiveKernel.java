package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What makes a schema and a configuration valid, said as plainly as can be and without regard to
/// order or speed: a second account of the rules to hold the kernel's against.
///
/// Names are of ASCII, and no list has the flag NO_UNIQUE but that of a driver's parameters.
final class NaiveKernel {
    private static final Pattern VF = Pattern.compile("(?i)vf-(0|[1-9][0-9]*)");
    private static final Pattern UINT = Pattern.compile("uint(8|16|32|64)_t");

    private NaiveKernel() {}

    /// The errno of registering; empty if it succeeds.
    static Optional<Errno> register(Nvlist pf, Nvlist vf) {
        if (Stream.of(pf, vf).anyMatch(NaiveKernel::hasNameTwice)) {
            return Optional.of(Errno.ENOMEM);
        }
        boolean valid =
                pf.pairs().stream().allMatch(NaiveKernel::isParameter)
                        && vf.pairs().stream().allMatch(NaiveKernel::isParameter)
                        && namesNone(pf, "num_vfs", "device")
                        && namesNone(vf, "passthrough");
        return valid ? Optional.empty() : Optional.of(Errno.EINVAL);
    }

    private static boolean hasNameTwice(Nvlist list) {
        List<String> names =
                list.pairs().stream().map(pair -> pair.name().toLowerCase(Locale.ROOT)).toList();
        return names.stream().distinct().count() < names.size();
    }

    private static boolean namesNone(Nvlist list, String... taken) {
        return list.pairs().stream()
                .noneMatch(pair -> Stream.of(taken).anyMatch(pair.name()::equalsIgnoreCase));
    }

    private static boolean isParameter(NvPair pair) {
        if (!(pair.value() instanceof Nvlist node)) {
            return false;
        }
        Optional<NvValue> type = find(node, "TYPE");
        Optional<NvValue> value = find(node, "DEFAULT");
        Optional<NvValue> required = find(node, "REQUIRED");
        return type.isPresent()
                && type.get() instanceof NvValue.Text(String name)
                && isType(name)
                && value.map(v -> isOfType(v, name)).orElse(true)
                && (value.isEmpty() || required.isEmpty())
                && required.map(r -> r.type() == NvType.BOOL).orElse(true);
    }

    private static boolean isType(String name) {
        return List.of("bool", "string", "unicast-mac", "vlan").contains(name)
                || UINT.matcher(name).matches();
    }

    private static boolean isOfType(NvValue value, String type) {
        Matcher uint = UINT.matcher(type);
        if (uint.matches()) {
            return isNumber(value, BigInteger.TWO.pow(Integer.parseInt(uint.group(1))));
        }
        return switch (type) {
            case "bool" -> value.type() == NvType.BOOL;
            case "string" -> value.type() == NvType.STRING;
            case "vlan" -> isNumber(value, BigInteger.valueOf(4097));
            default ->
                    value.type() == NvType.BINARY
                            && value.toString().matches("[0-9a-f][02468ace][0-9a-f]{10}");
        };
    }

    private static boolean isNumber(NvValue value, BigInteger below) {
        return value.type() == NvType.NUMBER
                && new BigInteger(value.toString()).compareTo(below) < 0;
    }

    /// The first value of a name, by the list's own idea of case.
    private static Optional<NvValue> find(Nvlist list, String name) {
        boolean ignoreCase = list.flags().contains(NvFlag.IGNORE_CASE);
        return list.pairs().stream()
                .filter(p -> ignoreCase ? p.name().equalsIgnoreCase(name) : p.name().equals(name))
                .map(NvPair::value)
                .findFirst();
    }

    private static Optional<Nvlist> findList(Nvlist list, String name) {
        return find(list, name).filter(Nvlist.class::isInstance).map(Nvlist.class::cast);
    }

    /// What a kernel makes of a configuration; empty if it refuses with EINVAL.
    ///
    /// @param pf the parameters that the driver registered for the PF, valid
    /// @param vf those for a VF
    static Optional<Nvlist> configure(Nvlist pf, Nvlist vf, Nvlist config) {
        Nvlist pfIov =
                Packed.list(iov ->
                        iov.addNvlist("num_vfs", RawSchema.required("uint16_t"))
                                .addNvlist("device", RawSchema.required("string")));
        Nvlist vfIov =
                RawSchema.one("passthrough", RawSchema.defaulted("bool", NvValue.Bool.FALSE));
        Optional<Nvlist> pfResult = device(config, "PF", pfIov, pf);
        if (pfResult.isEmpty()) {
            return Optional.empty();
        }
        Nvlist.Builder result = Nvlist.builder(NvFlag.IGNORE_CASE);
        result.addNvlist("PF", pfResult.get());
        NvValue count =
                findList(pfResult.get(), "IOV").flatMap(iov -> find(iov, "num_vfs")).orElseThrow();
        int numVfs = Integer.parseInt(count.toString());
        for (int i = 0; i < numVfs; i++) {
            Optional<Nvlist> vfResult = device(config, "VF-" + i, vfIov, vf);
            if (vfResult.isEmpty()) {
                return Optional.empty();
            }
            result.addNvlist("VF-" + i, vfResult.get());
        }
        boolean named =
                config.pairs().stream().map(NvPair::name).allMatch(name -> isDevice(name, numVfs));
        return named ? Optional.of(result.build()) : Optional.empty();
    }

    private static boolean isDevice(String name, int numVfs) {
        Matcher vf = VF.matcher(name);
        return name.equalsIgnoreCase("PF")
                || (vf.matches()
                        && new BigInteger(vf.group(1)).compareTo(BigInteger.valueOf(numVfs)) < 0);
    }

    private static Optional<Nvlist> device(
            Nvlist config, String name, Nvlist iovSchema, Nvlist driverSchema) {
        Nvlist device = findList(config, name).orElse(null);
        if (device == null) {
            return Optional.empty();
        }
        Nvlist iov = findList(device, "IOV").orElse(null);
        Nvlist driver = findList(device, "DRIVER").orElse(null);
        if (iov == null
                || driver == null
                || !isValid(iov, iovSchema)
                || !isValid(driver, driverSchema)) {
            return Optional.empty();
        }
        List<NvPair> others = new ArrayList<>(device.pairs());
        others.removeIf(pair -> pair.value().equals(iov) && isOneOf(device, pair, "IOV"));
        others.removeIf(pair -> pair.value().equals(driver) && isOneOf(device, pair, "DRIVER"));
        if (!others.stream()
                .allMatch(o ->
                        List.of("IOV", "DRIVER").contains(o.name().toUpperCase(Locale.ROOT)))) {
            return Optional.empty();
        }
        Nvlist.Builder result = Nvlist.builder(device.flags().toArray(NvFlag[]::new));
        others.forEach(result::add);
        return Optional.of(
                result.addNvlist("IOV", completed(iov, iovSchema))
                        .addNvlist("DRIVER", completed(driver, driverSchema))
                        .build());
    }

    private static boolean isOneOf(Nvlist device, NvPair pair, String name) {
        return device.flags().contains(NvFlag.IGNORE_CASE)
                ? pair.name().equalsIgnoreCase(name)
                : pair.name().equals(name);
    }

    private static boolean isValid(Nvlist values, Nvlist schema) {
        boolean complete =
                schema.pairs().stream()
                        .allMatch(parameter ->
                                !isRequired(parameter)
                                        || find(values, parameter.name()).isPresent());
        return complete
                && values.pairs().stream()
                        .allMatch(value ->
                                find(schema, value.name())
                                        .flatMap(parameter -> find((Nvlist) parameter, "type"))
                                        .filter(type ->
                                                isOfType(
                                                        value.value(),
                                                        ((NvValue.Text) type).value()))
                                        .isPresent());
    }

    private static boolean isRequired(NvPair parameter) {
        return find((Nvlist) parameter.value(), "required").equals(Optional.of(NvValue.Bool.TRUE));
    }

    private static Nvlist completed(Nvlist values, Nvlist schema) {
        Nvlist.Builder all = Nvlist.builder(values.flags().toArray(NvFlag[]::new));
        values.pairs().forEach(all::add);
        for (NvPair parameter : schema.pairs()) {
            if (find(values, parameter.name()).isEmpty()) {
                find((Nvlist) parameter.value(), "default")
                        .ifPresent(value -> all.add(parameter.name(), value));
            }
        }
        return all.build();
    }
}
