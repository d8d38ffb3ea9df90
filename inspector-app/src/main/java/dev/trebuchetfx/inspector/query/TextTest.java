// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.Arrays;
import java.util.function.Predicate;

/** Asks a text field, each distinct text only once where the row has codes for them. */
final class TextTest implements RowTest {
    /** Codes beyond this are not remembered: such a field is no dictionary. */
    private static final int MAX_CODES = 1 << 20;

    private static final byte YES = 1;
    private static final byte NO = 2;

    private final QueryField field;
    private final Predicate<String> predicate;
    private byte[] answers = new byte[64];

    TextTest(QueryField field, Predicate<String> predicate) {
        this.field = field;
        this.predicate = predicate;
    }

    @Override
    public boolean accepts(EventRow row) {
        int code = row.code(field);
        if (code < 0 || code >= MAX_CODES) {
            return ask(row);
        }
        if (code >= answers.length) {
            answers = Arrays.copyOf(answers, Math.max(code + 1, answers.length * 2));
        }
        byte known = answers[code];
        if (known == 0) {
            known = ask(row) ? YES : NO;
            answers[code] = known;
        }
        return known == YES;
    }

    private boolean ask(EventRow row) {
        String text = row.text(field);
        return text != null && predicate.test(text);
    }
}
