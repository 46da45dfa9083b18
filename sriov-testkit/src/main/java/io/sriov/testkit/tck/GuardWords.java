package io.sriov.testkit.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words of a parameter's name, by what they do to its meaning. They are parted by `-`, `_`,
/// digits and capitals, and are found in words that are written together: `nospoofchk`.
///
/// @param words the words in their order, in small letters
record GuardWords(List<String> words) {

    /// What turns the meaning of any other word round.
    private static final Set<String> NEGATIONS =
            words(
                    "no not non un dis without off never cannot",
                    "disable disables disabled disabling",
                    "inactive suspend suspends suspended omit omits omitted");

    /// What turns it round because somebody forbids it.
    private static final Set<String> DENIALS =
            words(
                    "deny denies denied disallow disallows disallowed",
                    "block blocks blocked forbid forbids forbidden",
                    "prohibit prohibits prohibited prevent prevents prevented",
                    "refuse refuses refused restrict restricts restricted",
                    "suppress suppresses suppressed inhibit inhibits inhibited stop stops stopped",
                    "lock locks locked");

    /// What becomes of frames and requests; a check that drops is a check all the same.
    private static final Set<String> DROPS =
            words(
                    "drop drops dropped dropping discard discards discarded discarding",
                    "reject rejects rejected rejecting");

    private static final Set<String> SKIPS =
            words(
                    "skip skips skipped skipping ignore ignores ignored ignoring",
                    "bypass bypasses bypassed bypassing exempt exempts exempted exemption");

    private static final Set<String> PERMISSIONS =
            words(
                    "allow allows allowed allowing permit permits permitted permitting",
                    "accept accepts accepted accepting grant grants granted");

    private static final Set<String> CHECKS =
            words(
                    "anti check checks checked checking checker chk",
                    "filter filters filtered filtering guard guards guarded",
                    "protect protects protected protection prevention blocking",
                    "detect detects detection verify verification validate validation");

    /// Words that mean nothing by themselves, and that others are written together with.
    private static final Set<String> OTHERS =
            words(
                    "mac macs vlan vlans addr addrs address addresses ip src source",
                    "set change changes changed changing modify modifies override overrides",
                    "vf pf rx tx all multi multicast mode vlan frame frames transmit transmits",
                    "enable enables enabled on is");

    private static final Set<String> SUBJECTS =
            words(
                    "spoof spoofs spoofed spoofing spoofable",
                    "forge forges forged forging forgery",
                    "promisc promiscuous promiscuity allmulti allmulticast sniff sniffing sniffer",
                    "trust trusts trusted trusting privilege privileges privileged");

    private static final Set<String> KNOWN =
            Stream.of(NEGATIONS, DENIALS, DROPS, SKIPS, PERMISSIONS, CHECKS, OTHERS, SUBJECTS)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> PLAIN_NEGATIONS = words("no not non un");
    private static final Set<String> ANTI = words("anti");

    /// Words that are longer are taken as they are.
    private static final int LONGEST = 40;

    private static Set<String> words(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.toUnmodifiableSet());
    }

    static GuardWords of(String name) {
        List<String> words =
                Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty())
                        .flatMap(word -> parts(word).stream())
                        .toList();
        return new GuardWords(words);
    }

    /// The words that one is made of. `offset` is none of two: it has no subject.
    private static List<String> parts(String word) {
        if (word.length() > LONGEST) {
            return List.of(word);
        }
        Optional<List<String>> parts = known(word).filter(GuardWords::hasSubject);
        if (parts.isPresent()) {
            return parts.get();
        }
        String rest = word.startsWith("un") ? word.substring(2) : "";
        if (CHECKS.contains(rest) || DENIALS.contains(rest) || PERMISSIONS.contains(rest)) {
            return List.of("un", rest);
        }
        for (String core : List.of("spoof", "promisc")) {
            int at = word.indexOf(core);
            if (at >= 0) {
                String before = word.substring(0, at);
                String after = word.substring(at + core.length());
                var around = new ArrayList<String>(known(before).orElse(List.of(before)));
                around.add(core);
                around.addAll(known(after).orElse(List.of(after)));
                return around;
            }
        }
        return List.of(word);
    }

    private static boolean hasSubject(List<String> parts) {
        String text = String.join("-", parts);
        return parts.stream().anyMatch(SUBJECTS::contains)
                || Guard.SPOOF.isAbout(text)
                || Guard.IDENTITY.isAbout(text)
                || Guard.PROMISCUITY.isAbout(text);
    }

    /// A word as known ones; the longest that leads to an end comes first.
    private static Optional<List<String>> known(String word) {
        if (word.isEmpty()) {
            return Optional.of(List.of());
        }
        for (int length = word.length(); length > 0; length--) {
            String first = word.substring(0, length);
            if (KNOWN.contains(first)) {
                Optional<List<String>> rest = known(word.substring(length));
                if (rest.isPresent()) {
                    var words = new ArrayList<String>();
                    words.add(first);
                    words.addAll(rest.get());
                    return Optional.of(words);
                }
            }
        }
        return Optional.empty();
    }

    /// The words with hyphens between them.
    String text() {
        return String.join("-", words);
    }

    private int count(Set<String> kind) {
        return (int) words.stream().filter(kind::contains).count();
    }

    boolean hasCheck() {
        return count(CHECKS) > 0;
    }

    /// Whether on is secure where the name is that of a check: `no-spoof-check` is not.
    boolean checkIsSecureWhenOn() {
        return (count(NEGATIONS) + count(DENIALS) + count(SKIPS)) % 2 == 0;
    }

    /// Whether on is secure where the name is that of what is to be feared, `deny-promisc`; empty
    /// where a check or an exception leaves open what happens, `ignore-promisc`, and where nothing
    /// is said of what is to be feared but of its contrary: `allow-untrusted`, `drop-untrusted`.
    Optional<Boolean> dangerIsSecureWhenOn() {
        int checks = count(CHECKS) - count(ANTI);
        if (checks > 0 || count(SKIPS) > 0 || speaksOfTheContrary()) {
            return Optional.empty();
        }
        int turns = count(NEGATIONS) + count(DENIALS) + count(DROPS) + count(ANTI);
        return Optional.of(turns % 2 == 1);
    }

    private boolean speaksOfTheContrary() {
        for (int i = 1; i < words.size(); i++) {
            String before = words.get(i - 1);
            String word = words.get(i);
            if (word.equals("un") && (DENIALS.contains(before) || DROPS.contains(before))) {
                return true;
            }
            if (NEGATIONS.contains(word) && PERMISSIONS.contains(before)) {
                return i + 1 < words.size();
            }
        }
        return false;
    }

    /// Whether the name says of something that it happens or not, and not that it is looked for:
    /// `allow-spoof`, `spoof-blocked`, `no-spoof`; but `disable-spoof` may be either.
    boolean speaksOfTheAct() {
        return count(PERMISSIONS) + count(DENIALS) + count(DROPS) > 0 || count(PLAIN_NEGATIONS) > 0;
    }
}
