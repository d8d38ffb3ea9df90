// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import java.util.List;
import javafx.stage.Window;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The extension behind {@link HeadlessFx}. Use it by that annotation; JUnit makes it. */
public final class HeadlessFxExtension implements BeforeAllCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        FxTesting.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        FxTesting.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        FxFailures.throwAll();
    }
}
