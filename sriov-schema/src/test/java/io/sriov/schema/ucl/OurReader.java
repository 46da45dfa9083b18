package io.sriov.schema.ucl;

import io.sriov.schema.ucl.LibuclProbe.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// [UclMapper] in the manner of [LibuclProbe], so that the two can be compared.
///
/// A text is rejected when reading it throws [StreamReadException]; anything else that is thrown is
/// a defect and passes through.
final class OurReader {

    private final ObjectMapper mapper;

    private OurReader(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    static OurReader withVariables(Map<String, String> variables) {
        return new OurReader(new UclMapper(UclFactory.builder().variables(variables).build()));
    }

    static OurReader withIncludesBelow(Path root, Map<String, String> variables) {
        return new OurReader(
                new UclMapper(UclFactory.builder().variables(variables).includeRoot(root).build()));
    }

    Outcome parse(byte[] text) {
        return read(mapper -> mapper.readTree(text));
    }

    Outcome parse(String text) {
        return read(mapper -> mapper.readTree(text));
    }

    Outcome parseFile(Path file) {
        return read(mapper -> mapper.readTree(file));
    }

    private Outcome read(Function<ObjectMapper, JsonNode> reading) {
        try {
            return new Outcome.Accepted(CanonicalTree.of(reading.apply(mapper)));
        } catch (StreamReadException e) {
            return new Outcome.Rejected(String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            throw new AssertionError("not a StreamReadException: " + e, e);
        }
    }

    /// {@return what two outcomes must share to count as the same: the tree with times as floats,
    /// or the rejection}
    static String essence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(String tree) -> CanonicalTree.withoutTimes(tree);
            case Outcome.Rejected _ -> "rejected";
            case Outcome.Crashed(int status) -> "crashed with status " + status;
        };
    }
}
