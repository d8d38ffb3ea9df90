// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import dev.trebuchetfx.benchmark.bare.BareSockets.Frames;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import java.util.ArrayList;
import java.util.List;

/** Notes how large each message of a client is. Written by the client's loop; to be asked when the client is quiet. */
final class FrameLog implements Tap {
    private static final int MASK_BYTES = 4;

    private final List<Integer> requests = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();

    @Override
    public void onEvent(TapEvent event) {
        switch (event) {
            case TapEvent.MessageSent sent -> requests.add(frame(sent.frame().size()) + MASK_BYTES);
            case TapEvent.MessageReceived received ->
                answers.add(frame(received.frame().size()));
            default -> {}
        }
    }

    /** All of them, in order, with the header that WebSocket puts before each. */
    Frames frames() {
        return new Frames(requests, answers);
    }

    private static int frame(int payload) {
        if (payload < 126) {
            return payload + 2;
        }
        return payload + (payload < 65_536 ? 4 : 10);
    }
}
