package io.sriov.schema.wire;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticCode;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.NvlistFormatException;
import java.util.List;

/// The wording of problems of structure, at paths.
final class WireProblem {

    private WireProblem() {}

    static String path(String parent, String name) {
        return parent + "." + name;
    }

    static Diagnostic error(DiagnosticCode code, String path, String message) {
        return Diagnostic.error(code, message, Origin.whole(path));
    }

    static Diagnostic warning(DiagnosticCode code, String path, String message) {
        return Diagnostic.warning(code, message, Origin.whole(path));
    }

    static List<Diagnostic> notAnNvlist(String what, NvlistFormatException cause) {
        return List.of(
                error(WireCode.NOT_AN_NVLIST, what, "not a packed nvlist: " + cause.getMessage()));
    }

    static Diagnostic missingList(String path) {
        return error(WireCode.MISSING_LIST, path, "There is no list '" + path + "'");
    }

    static Diagnostic notAList(String path, NvValue value) {
        return error(
                WireCode.NOT_A_LIST,
                path,
                "'" + path + "' is not a list but '" + WireValue.text(value) + "'");
    }
}
