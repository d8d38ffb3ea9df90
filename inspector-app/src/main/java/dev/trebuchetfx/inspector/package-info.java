// SPDX-License-Identifier: Apache-2.0
/** What an application embeds: the inspector as one object. The composition root of everything below it. */
@NullMarked
package dev.trebuchetfx.inspector;

import org.jspecify.annotations.NullMarked;
