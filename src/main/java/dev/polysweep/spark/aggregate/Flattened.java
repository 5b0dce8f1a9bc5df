package dev.polysweep.spark.aggregate;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * An iterator over the rows of many groups, one group after another. Only the rows of one group are
 * in memory at a time.
 *
 * @param <A> type of the groups
 * @param <B> type of the rows
 */
final class Flattened<A, B> implements Iterator<B> {

  private final Iterator<A> groups;
  private final Function<A, List<B>> rows;
  private Iterator<B> current = Collections.emptyIterator();

  private Flattened(Iterator<A> groups, Function<A, List<B>> rows) {
    this.groups = groups;
    this.rows = rows;
  }

  static <A, B> Iterator<B> of(Iterator<A> groups, Function<A, List<B>> rows) {
    return new Flattened<>(groups, rows);
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && groups.hasNext()) {
      current = rows.apply(groups.next()).iterator();
    }
    return current.hasNext();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
