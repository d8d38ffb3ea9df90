// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The guide promises which events each example shows: its tables are run. */
class FilterGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "inspector-filter.md");

    private static List<List<String>> table(String firstHeader) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean in = false;
        for (String line : Files.readAllLines(GUIDE)) {
            if (line.startsWith("| " + firstHeader + " |")) {
                in = true;
            } else if (in && !line.startsWith("|")) {
                break;
            } else if (in && !line.startsWith("|---")) {
                rows.add(Arrays.stream(line.substring(1).split("(?<!\\\\)\\|", -1))
                        .map(cell -> cell.strip().replace("\\|", "|"))
                        .toList());
            }
        }
        return rows;
    }

    private static String code(String cell) {
        return cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : cell;
    }

    private static Map<Integer, SampleRow> events() throws IOException {
        Map<Integer, SampleRow> events = new TreeMap<>();
        for (List<String> cells : table("#")) {
            SampleRow row = new SampleRow();
            Instant at = Instant.parse("2026-03-14T" + cells.get(1) + "Z");
            row.with(QueryField.TIME, at.getEpochSecond() * 1_000_000_000L + at.getNano());
            number(row, QueryField.DT, Units.duration(cells.get(2)));
            number(row, QueryField.CONN, Long.valueOf(cells.get(3)));
            row.with(QueryField.DIR, cells.get(4)).with(QueryField.TYPE, cells.get(5));
            text(row, QueryField.STREAM, cells.get(6));
            number(row, QueryField.SEQ, cells.get(7).isEmpty() ? null : Long.valueOf(cells.get(7)));
            number(row, QueryField.SIZE, Units.size(cells.get(8)));
            for (String flag : cells.get(9).split(" ", -1)) {
                QueryFlag.of(flag).ifPresent(row::with);
            }
            for (String more : cells.get(10).split(" ", -1)) {
                String[] pair = more.split("=", 2);
                if (pair.length == 2) {
                    QueryField field = QueryField.of(pair[0]).orElseThrow();
                    if (field == QueryField.CODE) {
                        row.with(field, Long.parseLong(pair[1]));
                    } else {
                        row.with(field, pair[1]);
                    }
                }
            }
            text(row, QueryField.PAYLOAD, code(cells.get(11)));
            events.put(Integer.valueOf(cells.get(0)), row);
        }
        return events;
    }

    private static void number(SampleRow row, QueryField field, @Nullable Long value) {
        if (value != null) {
            row.with(field, value);
        }
    }

    private static void text(SampleRow row, QueryField field, String value) {
        if (!value.isEmpty()) {
            row.with(field, value);
        }
    }

    private static Set<Integer> numbers(String cell) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : cell.split(" ", -1)) {
            String[] ends = part.split("-", -1);
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    @TestFactory
    Stream<DynamicTest> eachExampleShowsWhatItPromises() throws IOException {
        Map<Integer, SampleRow> events = events();
        assertThat(events).hasSize(12);
        List<List<String>> examples = table("query");
        assertThat(examples).hasSizeGreaterThan(40);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest("query " + code(example.get(0)), () -> {
                    QueryMatcher matcher = new QueryMatcher(QueryParser.parse(code(example.get(0))), ZoneOffset.UTC);
                    TreeSet<Integer> shown = new TreeSet<>();
                    events.forEach((number, row) -> {
                        if (matcher.matches(row)) {
                            shown.add(number);
                        }
                    });
                    assertThat(shown).isEqualTo(numbers(example.get(1)));
                }));
    }

    @Test
    void everyKeyAndFlagIsInTheGuide() throws IOException {
        String examples =
                String.join("\n", table("query").stream().map(List::getFirst).toList());
        for (QueryField field : QueryField.values()) {
            assertThat(examples).containsPattern(field.key() + "[:=<>~!]");
        }
        assertThat(examples).contains("json:$");
        String guide = Files.readString(GUIDE);
        for (QueryFlag flag : QueryFlag.values()) {
            assertThat(guide).contains("`" + flag.word() + "`");
        }
    }

    @Test
    void theErrorInTheGuideIsTheOneThatIsGiven() throws IOException {
        QueryError error = Objects.requireNonNull(QueryInput.EMPTY.typed("/[/").error());
        assertThat(Files.readString(GUIDE)).contains(error.message() + "\n" + error.caret());
    }
}
