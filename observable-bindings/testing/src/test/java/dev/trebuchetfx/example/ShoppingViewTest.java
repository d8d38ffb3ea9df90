// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.NotConnectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.Test;

@HeadlessFx
class ShoppingViewTest {
    record Shopping(List<String> items) {
        Shopping with(String item) {
            return new Shopping(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    /** The view model under test: it knows an actor, and neither a client nor a server. */
    static final class ShoppingViewModel {
        private final ObservableActor<Shopping> shopping;
        private final ObservableValue<String> title;

        ShoppingViewModel(ObservableActor<Shopping> shopping) {
            this.shopping = shopping;
            this.title = shopping.stateProperty()
                    .map(state -> state.items().size() + " to buy")
                    .orElse("loading");
        }

        ObservableValue<String> title() {
            return title;
        }

        void add(String item) {
            shopping.change(state -> state.with(item), RemoteCall.of("add", Void.class, item));
        }
    }

    private final FakeStream<Shopping> stream = FakeStream.create();
    private final ShoppingViewModel model = new ShoppingViewModel(stream.actor());

    @Test
    void anAddedItemCountsAtOnceAndIsTakenBackIfTheServerRefusesIt() {
        assertEquals("loading", model.title().getValue());
        stream.update(new Shopping(List.of("milk")));
        model.add("tea");
        assertEquals("2 to buy", model.title().getValue());
        assertEquals(List.of("tea"), stream.calls().getFirst().arguments());

        stream.refuse(new NotConnectedException("the server went away"));
        assertEquals("1 to buy", model.title().getValue());
    }

    @Test
    void theListIsDrawn() {
        Scene scene = FxTesting.call(() -> {
            ListView<String> list = new ListView<>(stream.actor().list(Shopping::items, item -> item));
            stream.update(new Shopping(List.of("milk", "tea")));
            return new Scene(list, 300, 200);
        });
        FxTesting.awaitPulse();
        FxTesting.snapshot(scene, Path.of("target/pictures/shopping.png"));
        assertTrue(Path.of("target/pictures/shopping.png").toFile().length() > 0);
    }
}
