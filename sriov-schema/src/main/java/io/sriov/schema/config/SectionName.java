package io.sriov.schema.config;

import io.sriov.schema.ParameterName;
import java.util.Optional;

/// What the key of a section names: `PF`, `DEFAULT`, or `VF-n` without leading zeros; ignoring the
/// case of ASCII letters.
///
/// @param kind which section
/// @param digits the VF's number as written, for a VF's section; empty otherwise
record SectionName(Kind kind, String digits) {
    private static final SectionName PF = new SectionName(Kind.PF, "");
    private static final SectionName DEFAULT = new SectionName(Kind.DEFAULT, "");
    private static final int VF_PREFIX = 3;

    /// The greatest VF number there can be: VF numbers are 16 bits wide.
    static final int MAX_VF = 65535;

    enum Kind {
        PF,
        DEFAULT,
        VF
    }

    /// {@return what a key names, or empty where it names no section}
    static Optional<SectionName> parse(String key) {
        if (isVf(key)) {
            return Optional.of(new SectionName(Kind.VF, key.substring(VF_PREFIX)));
        }
        return switch (ParameterName.fold(key)) {
            case "pf" -> Optional.of(PF);
            case "default" -> Optional.of(DEFAULT);
            default -> Optional.empty();
        };
    }

    private static boolean isVf(String key) {
        if (key.length() <= VF_PREFIX
                || (key.charAt(0) | 0x20) != 'v'
                || (key.charAt(1) | 0x20) != 'f'
                || key.charAt(2) != '-'
                || (key.charAt(VF_PREFIX) == '0' && key.length() > VF_PREFIX + 1)) {
            return false;
        }
        for (int i = VF_PREFIX; i < key.length(); i++) {
            if (key.charAt(i) < '0' || key.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// {@return the VF's number, or -1 where it is above [#MAX_VF]}
    int vfNumber() {
        if (digits.length() > 5) {
            return -1;
        }
        int number = Integer.parseInt(digits);
        return number > MAX_VF ? -1 : number;
    }

    /// {@return the name in capitals, as packed configurations spell it}
    String canonical() {
        return switch (kind) {
            case PF -> "PF";
            case DEFAULT -> "DEFAULT";
            case VF -> "VF-" + digits;
        };
    }
}
