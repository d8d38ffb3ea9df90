/** The algebra of edits: what they do, how small they are, and how listeners see them. */
@NullMarked
package dev.trebuchetfx.bindings.internal.list;

import org.jspecify.annotations.NullMarked;
