// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.MessageReceived;
import dev.trebuchetfx.client.tap.TapEvent.MessageSent;
import dev.trebuchetfx.client.tap.TapEvent.MessageUndecodable;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The selected message, taken apart. Bound to the row, not to where it stands. Confined to the FX thread. */
public final class DetailModel {
    private final MessageTableModel table;
    private final Function<Envelope, Bytes> encoder;
    private final ReadOnlyObjectWrapper<Detail> detail = new ReadOnlyObjectWrapper<>(this, "detail", Detail.NONE);

    /**
     * What is shown of a message.
     *
     * @param row in words; null where no message is selected
     * @param chain how the payload was decoded, or why there is none
     */
    public record Detail(
            @Nullable MessageRow row,
            String chain,
            List<JsonLine> payload,
            List<JsonLine> envelope,
            List<JsonLine> raw,
            String rawNote) {
        static final Detail NONE = new Detail(null, "", List.of(), List.of(), List.of(), "");
    }

    DetailModel(MessageTableModel table, Function<Envelope, Bytes> encoder) {
        this.table = table;
        this.encoder = encoder;
        table.selectedRowProperty().subscribe(this::show);
    }

    /** The verdict of a message may become known after it was selected. */
    void refresh() {
        MessageRow shown = detail.get().row();
        if (shown != null) {
            MessageRow now = table.describe(shown.row());
            if (now != null && now.verdict() != shown.verdict()) {
                show();
            }
        }
    }

    private void show() {
        long row = table.selectedRowProperty().get();
        MessageRow words = row == MessageTableModel.NONE ? null : table.describe(row);
        TapEvent event = table.event(row);
        if (words == null || event == null) {
            detail.set(Detail.NONE);
            return;
        }
        Payload payload = Payload.of(event);
        Bytes bytes = payload.bytes();
        detail.set(new Detail(
                words,
                payload.chain(),
                bytes == null ? List.of() : JsonText.pretty(bytes),
                envelope(event),
                raw(event),
                event instanceof MessageUndecodable
                        ? "The frame as it came"
                        : "Written anew from the envelope; the order of keys may differ"));
    }

    private List<JsonLine> envelope(TapEvent event) {
        return switch (event) {
            case MessageSent sent -> JsonText.pretty(encoder.apply(sent.envelope()));
            case MessageReceived received -> JsonText.pretty(encoder.apply(received.envelope()));
            case MessageUndecodable bad ->
                JsonText.plain(String.valueOf(bad.error().getMessage()));
            default -> JsonText.plain(MessageTexts.type(event) + "\n" + MessageTexts.preview(event));
        };
    }

    private List<JsonLine> raw(TapEvent event) {
        return switch (event) {
            case MessageSent sent -> HexText.dump(encoder.apply(sent.envelope()));
            case MessageReceived received -> HexText.dump(encoder.apply(received.envelope()));
            case MessageUndecodable bad -> HexText.dump(bad.raw());
            default -> List.of();
        };
    }

    /** Never null; {@code row} is null where nothing is selected. */
    public ReadOnlyObjectProperty<Detail> detailProperty() {
        return detail.getReadOnlyProperty();
    }
}
