// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import dev.trebuchetfx.demo.text.Words;
import java.text.NumberFormat;
import java.util.function.DoubleFunction;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.util.StringConverter;

/** A line chart of at most 240 points, a minute of them. The oldest goes when a new one comes. Confined to the FX thread. */
final class PriceLine extends LineChart<Number, Number> {
    /** The most points that are kept. */
    static final int POINTS = 240;

    private static final int POINTS_IN_A_SECOND = 4;

    private final NumberAxis time;
    private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper(true);
    /** The number of the next point. */
    private int next;

    private boolean isInterrupted = true;

    PriceLine() {
        this(new NumberAxis(-POINTS, 0, 15 * POINTS_IN_A_SECOND), new NumberAxis());
    }

    private PriceLine(NumberAxis time, NumberAxis amount) {
        super(time, amount);
        this.time = time;
        setId("price-line");
        setAnimated(false);
        setCreateSymbols(false);
        setLegendVisible(false);
        setHorizontalZeroLineVisible(false);
        setVerticalZeroLineVisible(false);
        setVerticalGridLinesVisible(false);
        time.setAutoRanging(false);
        time.setAnimated(false);
        time.setMinorTickVisible(false);
        time.setTickLabelFormatter(
                written(at -> Words.of("chart.seconds", Math.round((at - time.getUpperBound()) / POINTS_IN_A_SECOND))));
        amount.setAnimated(false);
        amount.setForceZeroInRange(false);
        amount.setMinorTickVisible(false);
        NumberFormat amounts = Amounts.price();
        amount.setTickLabelFormatter(written(amounts::format));
    }

    /** Returns the property that is true while there is no point. */
    ReadOnlyBooleanProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /** Returns the value of the oldest point; there must be one. */
    double first() {
        return getData().getFirst().getData().getFirst().getYValue().doubleValue();
    }

    /** Adds the newest point. After an interruption it begins a line of its own. */
    void add(double value) {
        if (isInterrupted) {
            getData().add(new Series<>());
            isInterrupted = false;
        }
        getData().getLast().getData().add(new Data<>(next++, value));
        Series<Number, Number> oldest = getData().getFirst();
        while (oldest.getData().getFirst().getXValue().intValue() < next - POINTS) {
            oldest.getData().removeFirst();
            if (oldest.getData().isEmpty()) {
                getData().removeFirst();
                oldest = getData().getFirst();
            }
        }
        time.setLowerBound(next - POINTS);
        time.setUpperBound(next);
        empty.set(false);
    }

    /** Ends the line where it is. */
    void interrupt() {
        isInterrupted = true;
    }

    /** Takes all points away. */
    void clear() {
        getData().clear();
        isInterrupted = true;
        empty.set(true);
    }

    private static StringConverter<Number> written(DoubleFunction<String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(Number number) {
                return words.apply(number.doubleValue());
            }

            @Override
            public Number fromString(String text) {
                throw new UnsupportedOperationException("an axis only writes its numbers");
            }
        };
    }
}
