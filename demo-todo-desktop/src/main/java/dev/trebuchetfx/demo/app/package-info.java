/** Puts the application together: toolkit, clients, windows. The one place that makes threads, clocks and connections. */
@NullMarked
package dev.trebuchetfx.demo.app;

import org.jspecify.annotations.NullMarked;
