// SPDX-License-Identifier: Apache-2.0
/** The API for applications that embed the inspector, which is one object. The composition root of the packages below. */
@NullMarked
package dev.trebuchetfx.inspector;

import org.jspecify.annotations.NullMarked;
