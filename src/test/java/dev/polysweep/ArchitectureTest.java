package dev.polysweep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** Imports point one way: the table of the design. */
@AnalyzeClasses(packages = "dev.polysweep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule importsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.polysweep.cli..")
          .layer("job")
          .definedBy("dev.polysweep.job..")
          .layer("report")
          .definedBy("dev.polysweep.report..")
          .layer("spark")
          .definedBy("dev.polysweep.spark..")
          .layer("sweep")
          .definedBy("dev.polysweep.sweep..")
          .layer("experiment")
          .definedBy("dev.polysweep.experiment..")
          .layer("engine")
          .definedBy(
              "dev.polysweep.engine",
              "dev.polysweep.engine.net",
              "dev.polysweep.engine.sae",
              "dev.polysweep.engine.gpu")
          .layer("engines")
          .definedBy(
              "dev.polysweep.engine.simd..",
              "dev.polysweep.engine.nd4j..",
              "dev.polysweep.engine.cuda..")
          .layer("data")
          .definedBy("dev.polysweep.data..")
          .layer("transformer")
          .definedBy("dev.polysweep.transformer..")
          .layer("feature")
          .definedBy("dev.polysweep.feature..")
          .layer("metric")
          .definedBy("dev.polysweep.metric..")
          .layer("table")
          .definedBy("dev.polysweep.table..")
          .layer("math")
          .definedBy("dev.polysweep.math..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli", "job")
          .whereLayer("spark")
          .mayOnlyBeAccessedByLayers("cli", "job")
          .whereLayer("sweep")
          .mayOnlyBeAccessedByLayers("cli", "job", "spark")
          // spark sees an experiment only as sweep hands it on: its tables' columns
          .whereLayer("experiment")
          .mayOnlyBeAccessedByLayers("cli", "job", "sweep", "spark")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers(
              "cli", "job", "spark", "sweep", "experiment", "engines", "feature")
          .whereLayer("engines")
          .mayNotBeAccessedByAnyLayer()
          // spark writes the planted corpus and stores of activations
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers(
              "cli", "job", "spark", "experiment", "engine", "engines", "transformer")
          .whereLayer("transformer")
          .mayOnlyBeAccessedByLayers("cli", "job", "spark", "feature")
          .whereLayer("feature")
          .mayOnlyBeAccessedByLayers("cli", "job", "spark")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("cli", "job", "report", "spark", "experiment", "feature")
          .whereLayer("math")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "job",
              "spark",
              "experiment",
              "engine",
              "engines",
              "data",
              "metric",
              "sweep",
              "transformer",
              "feature");

  @ArchTest
  static final ArchRule wingsOfSparkImportOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cluster")
          .definedBy("dev.polysweep.spark")
          .layer("work")
          .definedBy(
              "dev.polysweep.spark.run",
              "dev.polysweep.spark.aggregate",
              "dev.polysweep.spark.activation",
              "dev.polysweep.spark.feature",
              "dev.polysweep.spark.dl4j")
          .layer("store")
          .definedBy("dev.polysweep.spark.store")
          .layer("session")
          .definedBy("dev.polysweep.spark.session")
          .whereLayer("cluster")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("work")
          .mayOnlyBeAccessedByLayers("cluster")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("cluster", "work")
          .whereLayer("session")
          .mayOnlyBeAccessedByLayers("cluster", "work", "store");

  @ArchTest
  static final ArchRule wingsOfReportImportOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("pages")
          .definedBy(
              "dev.polysweep.report.compare",
              "dev.polysweep.report.experiment",
              "dev.polysweep.report.feature",
              "dev.polysweep.report.law..",
              "dev.polysweep.report.terminal")
          .layer("page")
          .definedBy("dev.polysweep.report.page")
          .layer("explorer")
          .definedBy("dev.polysweep.report.explorer")
          .layer("chart")
          .definedBy("dev.polysweep.report.chart")
          .layer("draw")
          .definedBy("dev.polysweep.report.draw")
          .whereLayer("pages")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("page")
          .mayOnlyBeAccessedByLayers("pages")
          .whereLayer("explorer")
          .mayOnlyBeAccessedByLayers("pages", "page")
          .whereLayer("chart")
          .mayOnlyBeAccessedByLayers("pages", "page")
          .whereLayer("draw")
          .mayOnlyBeAccessedByLayers("pages", "page", "chart", "explorer");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.polysweep.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlySparkKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrintsOrExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheVectorEngineNeedsTheVectorModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.engine.simd..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule onlyTheCudaEngineSpeaksWithTheDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.engine.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jcuda..");

  /** What the rules forbid they see: of all classes they would complain. */
  @ArchTest
  static void whatIsForbiddenIsSeen(JavaClasses classes) {
    List<ArchRule> rules = new ArrayList<>();
    for (String needed :
        List.of("org.apache.spark..", "org.apache.hadoop..", "jdk.incubator.vector..", "jcuda..")) {
      rules.add(noClasses().should().dependOnClassesThat().resideInAnyPackage(needed));
    }
    rules.add(noClasses().should().accessField(System.class, "out"));
    rules.add(noClasses().should().accessField(System.class, "err"));
    rules.add(noClasses().should().callMethod(System.class, "exit", int.class));
    for (ArchRule rule : rules) {
      assertThrows(AssertionError.class, () -> rule.check(classes), rule::getDescription);
    }
  }
}
