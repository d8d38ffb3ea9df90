/** Tests of pending changes. */
@NullMarked
package dev.trebuchetfx.client.internal.change;

import org.jspecify.annotations.NullMarked;
