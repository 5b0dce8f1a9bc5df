package dev.polysweep.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.EngineContract;
import org.junit.jupiter.api.Test;

/** The ND4J engine keeps the contract; a model in a pack has the same bits as alone. */
class Nd4jEngineTest extends EngineContract {

  @Override
  protected Engine engine() {
    return new Nd4jEngine();
  }

  @Test
  void isFoundByItsNameAndComesAfterTheSimdEngine() {
    assertInstanceOf(Nd4jEngine.class, Engines.named("nd4j"));
    assertTrue(engine().priority() < Engines.named("simd").priority());
  }
}
