// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

import dev.trebuchetfx.client.event.Registration;

/** The place where taps are attached to a client while it runs. Safe for use by any thread. */
@FunctionalInterface
public interface Taps {
    /** Attaches {@code tap}, which sees everything from now on until the registration is closed. */
    Registration attach(Tap tap);
}
