// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

/** A lexer that cuts the text of a condition into tokens, and that quotes texts and paths so that it can read them. */
final class ConditionLexer {
    /** The characters that end a word, a number or a path, besides white space. */
    private static final String DELIMITERS = "()[],<>=!\"";

    private final String text;
    private int at;

    ConditionLexer(String text) {
        this.text = text;
    }

    /** A kind of token. */
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        PATH,
        SIGN,
        END
    }

    /**
     * A token of a condition.
     *
     * @param kind the kind of token
     * @param value the token's meaning: of a text, its characters without quotes and escapes; otherwise as it is written
     * @param source the token as it is written
     * @param at the index of the token's first character, from 0
     */
    record Token(Kind kind, String value, String source, int at) {
        boolean is(String word) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && value.equals(word);
        }

        /** Returns an error that says what was expected in place of this token. */
        InvalidFilterException instead(String expected) {
            String found = kind == Kind.END ? "the end" : "'" + source + "'";
            return new InvalidFilterException(
                    "where: expected " + expected + " at character " + (at + 1) + " but found " + found);
        }
    }

    /** Reads the next token; at the end, again and again a token of the kind {@code END}. */
    Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int from = at;
        if (from == text.length()) {
            return token(Kind.END, from, "");
        }
        char c = text.charAt(from);
        if (c == '"') {
            return text(from);
        }
        if (c == '/') {
            skipUntilDelimiter();
            return token(Kind.PATH, from, text.substring(from, at));
        }
        if (DELIMITERS.indexOf(c) >= 0) {
            at++;
            if ("<>=!".indexOf(c) >= 0 && at < text.length() && text.charAt(at) == '=') {
                at++;
            }
            return token(Kind.SIGN, from, text.substring(from, at));
        }
        skipUntilDelimiter();
        String word = text.substring(from, at);
        return token(c == '-' || (c >= '0' && c <= '9') ? Kind.NUMBER : Kind.WORD, from, word);
    }

    private void skipUntilDelimiter() {
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && DELIMITERS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
    }

    private Token text(int from) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escape(from) : c);
        }
        if (at == text.length()) {
            throw new InvalidFilterException("where: expected \" at the end of the text that begins at character "
                    + (from + 1) + " but found the end");
        }
        at++;
        return token(Kind.TEXT, from, value.toString());
    }

    private char escape(int from) {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode(from);
            default ->
                throw new InvalidFilterException(
                        "where: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in the text"
                                + " that begins at character " + (from + 1) + " but found '\\" + c + "'");
        };
    }

    private char unicode(int from) {
        String digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new InvalidFilterException(
                    "where: expected four hexadecimal digits after \\u in the text that begins at" + " character "
                            + (from + 1) + " but found '" + digits + "'");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private Token token(Kind kind, int from, String value) {
        return new Token(kind, value, text.substring(from, at), from);
    }

    /** Returns a text in quotes and with escapes, as the lexer reads it. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns a path as the lexer reads it: bare, or as {@code at("…")} if it is empty or has a character that would end it. */
    static String path(String path) {
        boolean plain = !path.isEmpty()
                && path.chars()
                        .noneMatch(c -> Character.isWhitespace(c)
                                || c < ' '
                                || DELIMITERS.indexOf(c) >= 0
                                || Character.isSurrogate((char) c));
        return plain ? path : "at(" + quote(path) + ")";
    }
}
