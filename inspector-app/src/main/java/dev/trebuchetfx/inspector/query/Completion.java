// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Proposes what may stand at the caret. */
public final class Completion {
    private Completion() {}

    /**
     * A proposal.
     *
     * @param from index of the first character that it replaces
     * @param to index after the last
     * @param insert what takes their place
     * @param meaning a few words for people; empty for a value that was seen
     */
    public record Proposal(int from, int to, String insert, String meaning) {
        /** The text with the proposal taken. */
        public String in(String text) {
            return text.substring(0, from) + insert + text.substring(to);
        }

        /** Where the caret goes. */
        public int caret() {
            return from + insert.length();
        }
    }

    /** At most {@code limit} proposals for the term in which the caret stands, the best first. */
    public static List<Proposal> at(String text, int caret, SeenValues seen, int limit) {
        int from = afterSigns(text, termStart(text, caret), caret);
        int to = termEnd(text, caret);
        String typed = text.substring(from, caret);
        List<Proposal> found = new ArrayList<>();
        int sign = signIn(typed);
        if (sign < 0) {
            keys(typed, (insert, meaning) -> found.add(new Proposal(from, caret, insert, meaning)));
        } else {
            int valueFrom = sign;
            while (valueFrom < typed.length() && ":=!<>~".indexOf(typed.charAt(valueFrom)) >= 0) {
                valueFrom++;
            }
            int begin = from + valueFrom;
            values(
                    typed.substring(0, sign),
                    typed.substring(valueFrom),
                    seen,
                    (insert, meaning) -> found.add(new Proposal(begin, to, insert, meaning)));
        }
        return found.stream().limit(limit).toList();
    }

    private static int afterSigns(String text, int start, int caret) {
        int from = start;
        while (from < caret && "-!(".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return from;
    }

    private static int signIn(String typed) {
        for (int i = 0; i < typed.length(); i++) {
            if (":=!<>~".indexOf(typed.charAt(i)) >= 0) {
                return i;
            }
            if (!Character.isLetter(typed.charAt(i))) {
                return -1;
            }
        }
        return -1;
    }

    private static void keys(String prefix, BiConsumer<String, String> found) {
        if (!prefix.chars().allMatch(Character::isLetter)) {
            return;
        }
        Stream.concat(
                        Stream.of(
                                new String[] {"is:", "what the event is, such as gap or replay"},
                                new String[] {"json:$.", "a value in the payload"}),
                        Arrays.stream(QueryField.values())
                                .map(field -> new String[] {field.key() + ":", field.meaning()}))
                .filter(key -> key[0].startsWith(prefix.toLowerCase(Locale.ROOT)))
                .forEach(key -> found.accept(key[0], key[1]));
    }

    private static void values(String key, String prefix, SeenValues seen, BiConsumer<String, String> found) {
        String plain = (prefix.startsWith("\"") ? prefix.substring(1) : prefix).toLowerCase(Locale.ROOT);
        switch (key) {
            case "is" ->
                Arrays.stream(QueryFlag.values())
                        .filter(flag -> flag.word().startsWith(plain))
                        .forEach(flag -> found.accept(flag.word(), flag.meaning()));
            case "json" ->
                seen.paths().stream()
                        .filter(path -> path.toLowerCase(Locale.ROOT).startsWith(plain))
                        .forEach(path -> found.accept(path, ""));
            case "dir" ->
                Stream.of("sent", "received", "note")
                        .filter(word -> word.startsWith(plain))
                        .forEach(word -> found.accept(word, ""));
            default ->
                QueryField.of(key)
                        .filter(field -> field.kind() == QueryField.Kind.TEXT)
                        .ifPresent(field -> texts(seen.texts(field), plain, found));
        }
    }

    /** Those that begin so, then those that contain it. */
    private static void texts(List<String> texts, String part, BiConsumer<String, String> found) {
        Stream.concat(
                        texts.stream()
                                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(part)),
                        texts.stream()
                                .filter(text -> text.toLowerCase(Locale.ROOT).indexOf(part) > 0))
                .forEach(text -> found.accept(Quoting.isPlain(text) ? text : Quoting.quote(text), ""));
    }

    private static int termStart(String text, int caret) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < caret; i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(c) || c == '|' || c == '&')) {
                start = i + 1;
            }
        }
        return Math.min(start, caret);
    }

    private static int termEnd(String text, int caret) {
        int end = caret;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != ')') {
            end++;
        }
        return end;
    }
}
