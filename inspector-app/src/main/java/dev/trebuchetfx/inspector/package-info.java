// SPDX-License-Identifier: Apache-2.0
/** The API for applications that embed the inspector, which is one object. Shows a part of what the package {@code window} puts together. */
@NullMarked
package dev.trebuchetfx.inspector;

import org.jspecify.annotations.NullMarked;
