package io.sriov.record;

import io.sriov.pci.PciAddress;
import io.sriov.schema.config.IovConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The entries as texts, and back.
///
/// Every text names what it is and the version of its form; a version that is not known is refused
/// as damage, so that an older program leaves alone what a newer one wrote.
final class RecordText {
    private static final int VERSION = 1;

    private RecordText() {}

    static String write(AppliedConfiguration applied) {
        return SealedText.write(json -> {
            head(json, "applied", applied.config().device());
            json.writeStringProperty("at", applied.at().toString());
            ConfigText.write(json, applied.config());
            write(json, "state", applied.state());
        });
    }

    static AppliedConfiguration readApplied(String text, String device)
            throws DamagedTextException {
        JsonTree tree = checked(text, "applied", device);
        return new AppliedConfiguration(
                ConfigText.read(tree), snapshot(tree.get("state")), instant(tree.get("at")));
    }

    static String write(IovConfig pending) {
        return SealedText.write(json -> {
            head(json, "pending", pending.device());
            ConfigText.write(json, pending);
        });
    }

    static IovConfig readPending(String text, String device) throws DamagedTextException {
        return ConfigText.read(checked(text, "pending", device));
    }

    static String write(Journal journal) {
        return SealedText.write(json -> {
            head(json, "journal", journal.device());
            json.writeStringProperty("startedAt", journal.startedAt().toString());
            json.writeStringProperty("stage", journal.stage().name());
            json.writeStringProperty("owner", journal.owner().name());
            json.writeStringProperty("doing", journal.doing());
            json.writeBooleanProperty("removal", journal.removal());
            switch (journal.previous()) {
                case PreviousConfiguration.None() -> json.writeStringProperty("previous", "none");
                case PreviousConfiguration.Recorded() ->
                        json.writeStringProperty("previous", "recorded");
                case PreviousConfiguration.Unknown(String reason) -> {
                    json.writeStringProperty("previous", "unknown");
                    json.writeStringProperty("reason", reason);
                }
            }
            write(json, "before", journal.before());
        });
    }

    static Journal readJournal(String text, String device) throws DamagedTextException {
        JsonTree tree = checked(text, "journal", device);
        return new Journal(
                device,
                instant(tree.get("startedAt")),
                ConfigText.constant(Journal.Stage.class, tree.get("stage")),
                ConfigText.constant(Journal.Owner.class, tree.get("owner")),
                tree.get("doing").text(),
                tree.get("removal").bool(),
                switch (tree.get("previous").text()) {
                    case "none" -> new PreviousConfiguration.None();
                    case "recorded" -> new PreviousConfiguration.Recorded();
                    case "unknown" -> new PreviousConfiguration.Unknown(tree.get("reason").text());
                    default -> throw tree.get("previous").wrong("none, recorded or unknown");
                },
                snapshot(tree.get("before")));
    }

    private static void head(JsonGenerator json, String record, String device) {
        json.writeStringProperty("record", record);
        json.writeNumberProperty("version", VERSION);
        json.writeStringProperty("device", device);
    }

    private static JsonTree checked(String text, String record, String device)
            throws DamagedTextException {
        JsonTree tree = SealedText.read(text);
        int version = tree.get("version").count();
        if (version != VERSION) {
            throw new DamagedTextException(
                    "it is of version " + version + ", and this program knows " + VERSION);
        }
        if (!tree.get("record").text().equals(record)) {
            throw new DamagedTextException("it is not of the kind '" + record + "'");
        }
        if (!tree.get("device").text().equals(device)) {
            throw new DamagedTextException("it is about " + tree.get("device").text());
        }
        return tree;
    }

    private static void write(JsonGenerator json, String property, PfSnapshot state) {
        json.writeObjectPropertyStart(property);
        json.writeNumberProperty("numVfs", state.numVfs());
        json.writeArrayPropertyStart("vfs");
        for (VfSnapshot vf : state.vfs()) {
            json.writeStartObject();
            json.writeNumberProperty("index", vf.index());
            json.writeStringProperty("address", vf.address().toString());
            json.writeBooleanProperty("passthrough", vf.passthrough());
            json.writeBooleanProperty("attached", vf.attached());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static PfSnapshot snapshot(JsonTree state) throws DamagedTextException {
        List<VfSnapshot> vfs = new ArrayList<>();
        for (JsonTree vf : state.get("vfs").elements()) {
            JsonTree address = vf.get("address");
            vfs.add(
                    new VfSnapshot(
                            vf.get("index").count(),
                            PciAddress.tryParse(address.text())
                                    .orElseThrow(() -> address.wrong("a PCI address")),
                            vf.get("passthrough").bool(),
                            vf.get("attached").bool()));
        }
        return new PfSnapshot(state.get("numVfs").count(), vfs);
    }

    private static Instant instant(JsonTree time) throws DamagedTextException {
        try {
            return Instant.parse(time.text());
        } catch (DateTimeException _) {
            throw time.wrong("a time");
        }
    }
}
