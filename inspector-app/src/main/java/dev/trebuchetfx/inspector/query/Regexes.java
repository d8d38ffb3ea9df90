// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.regex.Pattern;

/** Regular expressions between slashes. */
final class Regexes {
    static final String FLAGS = "ims";

    private Regexes() {}

    static Pattern compile(Operand.Regex regex) {
        int flags = 0;
        for (int i = 0; i < regex.flags().length(); i++) {
            flags |= switch (regex.flags().charAt(i)) {
                case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                case 'm' -> Pattern.MULTILINE;
                default -> Pattern.DOTALL;
            };
        }
        return Pattern.compile(regex.source(), flags);
    }

    static String withoutEscapedSlashes(String source) {
        StringBuilder plain = new StringBuilder(source.length());
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length()) {
                i++;
                if (source.charAt(i) != '/') {
                    plain.append(c);
                }
            }
            plain.append(source.charAt(i));
        }
        return plain.toString();
    }

    static String withEscapedSlashes(String source) {
        StringBuilder escaped = new StringBuilder(source.length() + 8);
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length()) {
                escaped.append(c);
                i++;
            } else if (c == '/') {
                escaped.append('\\');
            }
            escaped.append(source.charAt(i));
        }
        return escaped.toString();
    }
}
