// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.text.HexText;
import dev.trebuchetfx.inspector.text.JsonLine;
import dev.trebuchetfx.inspector.text.JsonText;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The selected message, taken apart. Bound to the row, not to where it stands. Confined to the FX thread. */
public final class DetailModel {
    private final MessageTableModel table;
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

    DetailModel(MessageTableModel table) {
        this.table = table;
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
        LogCursor event = table.event(row);
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
                event.kind().isFrame() ? "The frame as it travelled, every byte" : ""));
    }

    private static List<JsonLine> envelope(LogCursor event) {
        if (!event.kind().isMessage()) {
            return JsonText.plain(MessageTexts.type(event) + "\n" + MessageTexts.preview(event));
        }
        Bytes frame = event.body();
        WireException problem = event.problem();
        return problem == null && frame != null
                ? JsonText.pretty(frame)
                : JsonText.plain(problem == null ? "" : String.valueOf(problem.getMessage()));
    }

    private static List<JsonLine> raw(LogCursor event) {
        Bytes frame = event.kind().isFrame() ? event.body() : null;
        return frame == null ? List.of() : HexText.dump(frame);
    }

    /** Never null; {@code row} is null where nothing is selected. */
    public ReadOnlyObjectProperty<Detail> detailProperty() {
        return detail.getReadOnlyProperty();
    }
}
