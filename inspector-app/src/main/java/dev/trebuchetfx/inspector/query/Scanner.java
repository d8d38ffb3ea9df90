// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.regex.PatternSyntaxException;

/** Reads the pieces of a query from left to right. What a character means depends on where it stands: the parser asks for what it expects. */
final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character; 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    boolean looksAt(String sign) {
        return text.startsWith(sign, at);
    }

    boolean take(String sign) {
        if (!looksAt(sign)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    /** Letters; may be none. */
    String letters() {
        int from = at;
        while (Quoting.isLetter(peek())) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Up to a space, {@code &&}, {@code ||} or a parenthesis that is not the word's own; may be none. */
    String word() {
        int from = at;
        int open = 0;
        while (!atEnd() && !Character.isWhitespace(peek()) && !looksAt("&&") && !looksAt("||")) {
            if (peek() == '(') {
                open++;
            } else if (peek() == ')') {
                if (open == 0) {
                    break;
                }
                open--;
            }
            at++;
        }
        return text.substring(from, at);
    }

    /** At an opening quotation mark. */
    String quoted() throws Refusal {
        int from = at;
        StringBuilder plain = new StringBuilder();
        at++;
        while (!atEnd()) {
            char c = peek();
            at++;
            if (c == '"') {
                return plain.toString();
            }
            plain.append(c == '\\' ? escaped() : c);
        }
        throw new Refusal(from, at, "a closing \"", "the end");
    }

    private char escaped() throws Refusal {
        if (atEnd()) {
            throw refuse(at, "one of \" \\ n r t after \\");
        }
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw refuse(at - 1, "one of \" \\ n r t after \\");
        };
    }

    /** At an opening slash. */
    Operand.Regex regex() throws Refusal {
        int from = at;
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '/') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw new Refusal(from, text.length(), "a / that ends the regular expression", "the end");
        }
        String source = text.substring(from + 1, end);
        at = end + 1;
        int flagsFrom = at;
        String flags = word();
        if (!flags.matches("i?m?s?")) {
            throw new Refusal(
                    flagsFrom,
                    at,
                    "a space, or the flags i, m, s in this order, after the expression",
                    found(flagsFrom));
        }
        if (source.isEmpty()) {
            throw new Refusal(from, flagsFrom, "a regular expression between the slashes", "none");
        }
        Operand.Regex regex = new Operand.Regex(source, flags);
        try {
            Regexes.compile(regex);
        } catch (PatternSyntaxException e) {
            int index = Math.clamp(e.getIndex(), 0, source.length() - 1);
            throw new Refusal(
                    from + 1 + index,
                    from + 2 + index,
                    "a regular expression",
                    "'" + source + "' (" + e.getDescription().toLowerCase(java.util.Locale.ROOT) + ")");
        }
        return regex;
    }

    /** Expected something else at {@code from}. */
    Refusal refuse(int from, String expected) {
        return new Refusal(from, wordEnd(from), expected, found(from));
    }

    /** What stands at {@code from}, for people. */
    String found(int from) {
        if (from >= text.length()) {
            return "the end";
        }
        if (Character.isWhitespace(text.charAt(from))) {
            return "a space";
        }
        return "'" + text.substring(from, wordEnd(from)) + "'";
    }

    /** The index after the word at {@code from}; after the next character where that begins no word. */
    int wordEnd(int from) {
        if (from >= text.length()) {
            return text.length();
        }
        int back = at;
        at = from;
        word();
        int end = Math.max(at, looksAt("&&") || looksAt("||") ? at + 2 : from + 1);
        at = back;
        return end;
    }
}
