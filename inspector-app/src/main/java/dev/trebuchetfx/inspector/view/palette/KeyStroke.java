// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * A key with what is held down, or a character wherever it is on the keyboard.
 *
 * @param words as it is written on the sheet of keys
 * @param character null for a key
 */
public record KeyStroke(
        String words,
        KeyCode code,
        boolean control,
        boolean shift,
        boolean alt,
        @Nullable String character) {

    /** {@code words}: such as {@code Ctrl+Shift+N}. */
    public static KeyStroke of(String words, KeyCode code) {
        return new KeyStroke(
                words, code, words.contains("Ctrl+"), words.contains("Shift+"), words.contains("Alt+"), null);
    }

    /** A character. */
    public static KeyStroke typed(String character) {
        return new KeyStroke(character, KeyCode.UNDEFINED, false, false, false, character);
    }

    /** Does to {@code target} what pressing it would do. */
    public void fireAt(Node target) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        Event.fireEvent(
                target,
                new KeyEvent(
                        character == null ? KeyEvent.KEY_PRESSED : KeyEvent.KEY_TYPED,
                        character == null ? KeyEvent.CHAR_UNDEFINED : character,
                        code.getName(),
                        code,
                        shift,
                        control && !mac,
                        alt,
                        control && mac));
    }
}
