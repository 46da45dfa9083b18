package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;

class UclLocationTest {

    private static final UclFactory FACTORY = new UclFactory();

    @Test
    void everyTokenHasThePlaceOfItsFirstCharacter() {
        assertThat(
                        UclTokens.located(
                                FACTORY,
                                """
                                # comment
                                PF {
                                    device : "ix0";\tmtu = 9k
                                    list = [ yes, <<E
                                text
                                E
                                    ]
                                }
                                s n m { }
                                """))
                .containsExactly(
                        "2:1 {",
                        "2:1 PF:",
                        "2:4 {",
                        "3:5 device:",
                        "3:14 \"ix0\"",
                        "3:21 mtu:",
                        "3:27 9k",
                        "4:5 list:",
                        "4:12 [",
                        "4:14 yes",
                        "4:19 \"text\"",
                        "7:5 ]",
                        "8:1 }",
                        "9:1 s:",
                        "9:3 {",
                        "9:3 n:",
                        "9:5 {",
                        "9:5 m:",
                        "9:7 {",
                        "9:9 }",
                        "9:9 }",
                        "9:9 }",
                        "10:1 }");
    }

    @Test
    void repetitionsHaveThePlacesOfTheirValues() {
        assertThat(UclTokens.located(FACTORY, "a=1\na=2\n"))
                .containsExactly("1:1 {", "1:1 a:", "1:3 [", "1:3 1", "2:3 2", "2:3 ]", "3:1 }");
    }

    @Test
    void columnsCountCharactersAndLinesCountLineFeeds() {
        assertThat(UclTokens.located(FACTORY, "é=1\r\n\tключ=2"))
                .containsExactly("1:1 {", "1:1 é:", "1:3 1", "2:2 ключ:", "2:7 2", "2:8 }");
    }

    @Test
    void theCurrentLocationIsBehindTheToken() {
        List<String> ends = new ArrayList<>();
        UclParser parser = UclTokens.parser(FACTORY, "{\"a\" = word ; b = 5k}");
        while (parser.nextToken() != null) {
            ends.add(UclTokens.place(parser.currentLocation()));
        }
        assertThat(ends).containsExactly("1:1", "1:5", "1:12", "1:16", "1:21", "1:22");
    }

    @Test
    void offsetsCountFromZero() {
        UclParser parser = UclTokens.parser(FACTORY, "\n\na = 5");
        while (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            assertThat(parser.currentToken()).isNotNull();
        }
        TokenStreamLocation location = parser.currentTokenLocation();
        assertThat(location.getCharOffset()).isEqualTo(6);
        assertThat(location.getByteOffset()).isEqualTo(-1);
    }

    @Test
    void positionsCanBeKeptAndLookedAtLaterInAnyOrder() {
        UclParser parser = UclTokens.parser(FACTORY, "a=1\nb=2\nc=3\nd=4\n");
        List<Long> positions = new ArrayList<>();
        List<String> places = new ArrayList<>();
        while (parser.nextToken() != null) {
            positions.add(parser.currentTokenPosition());
            places.add(UclTokens.place(parser.currentTokenLocation()));
        }
        parser.close();
        for (int i = positions.size() - 1; i >= 0; i -= 2) {
            assertThat(UclTokens.place(parser.location(positions.get(i)))).isEqualTo(places.get(i));
        }
        for (int i = 0; i < positions.size(); i++) {
            assertThat(UclTokens.place(parser.location(positions.get(i)))).isEqualTo(places.get(i));
        }
    }

    @Test
    void filesAreNamedAndOtherContentIsNotShown(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("pf.conf"), "a = secret\nb = }");
        try {
            FACTORY.createParser(ObjectReadContext.empty(), file).nextToken();
        } catch (UclStreamReadException e) {
            assertThat(e.getLocation().sourceDescription()).isEqualTo(file.toString());
            assertThat(e.getLocation().contentReference().getRawContent()).isEqualTo(file);
            assertThat(e).hasMessageContaining(file.toString()).hasMessageNotContaining("secret");
            assertThat(UclTokens.place(e.getLocation())).isEqualTo("2:5");
            return;
        }
        throw new AssertionError("accepted");
    }

    @Test
    void contentIsShownWhenAskedFor() {
        UclFactory factory =
                UclFactory.builder().enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();
        UclParser parser = UclTokens.parser(factory, "some = text");
        parser.nextToken();
        assertThat(parser.currentTokenLocation().sourceDescription()).contains("some = text");
        UclParser quiet = UclTokens.parser(FACTORY, "some = text");
        quiet.nextToken();
        assertThat(quiet.currentTokenLocation().sourceDescription()).doesNotContain("some");
    }

    @Test
    void beforeTheFirstTokenAndAfterTheLastOne() {
        JsonParser parser = UclTokens.parser(FACTORY, "a=1\n");
        assertThat(UclTokens.place(parser.currentTokenLocation())).isEqualTo("1:1");
        assertThat(UclTokens.place(parser.currentLocation())).isEqualTo("1:1");
        while (parser.nextToken() != null) {
            assertThat(
                            parser.streamReadContext()
                                    .startLocation(parser.currentLocation().contentReference()))
                    .isNotNull();
        }
        assertThat(UclTokens.place(parser.currentTokenLocation())).isEqualTo("2:1");
    }
}
