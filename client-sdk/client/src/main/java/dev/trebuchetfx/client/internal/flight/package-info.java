// SPDX-License-Identifier: Apache-2.0
/** The events that a client leaves in a recording of Java Flight Recorder; docs/errors.md lists them. Their times are those of the recording. */
@NullMarked
package dev.trebuchetfx.client.internal.flight;

import org.jspecify.annotations.NullMarked;
