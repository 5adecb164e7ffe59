"""What the well-known test runners write, shortened."""

PYTEST = """\
<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" \
skipped="1" tests="4" time="0.1" timestamp="2026-03-01T13:00:00.123456+01:00" hostname="ci">\
<testcase classname="tests.test_stock.TestStock" name="test_it_is_shown[12]" time="0.01" />\
<testcase classname="tests.test_stock" name="test_tc_031_is_slow" time="0.01"><failure message="assert 3 &lt; 2">\
def test(): ...</failure></testcase>\
<testcase classname="tests.test_stock" name="test_offline" time="0.0"><properties>\
<property name="test_id" value="TC-032" /></properties><skipped type="pytest.skip" message="no net" /></testcase>\
<testcase classname="tests.test_stock" name="test_of_nothing" time="0.01"><system-out>TC-099</system-out></testcase>\
</testsuite></testsuites>
"""
MAVEN = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd" \
version="3.0" name="com.acme.StockTest" time="0.05" tests="3" errors="1" skipped="0" failures="0">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="looksUpStock" classname="com.acme.StockTest" time="0.01"/>
  <testcase name="TC_031_isQuick" classname="com.acme.StockTest" time="0.01">
    <error message="boom" type="java.lang.IllegalStateException"><![CDATA[at com.acme]]></error>
  </testcase>
  <testcase name="isFlaky" classname="com.acme.StockTest" time="0.01">
    <flakyFailure message="once" type="x">stack</flakyFailure>
  </testcase>
</testsuite>
"""
JEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="1" errors="0" time="1.2">
  <testsuite name="stock" errors="0" failures="1" skipped="0" timestamp="2026-03-01T12:00:00" time="0.7" tests="2">
    <testcase classname="stock TC-031 shows the stock" name="stock TC-031 shows the stock" time="0.01">
    </testcase>
    <testcase classname="stock › counts (12)" name="stock › counts (12)" time="0.01">
      <failure>Error: expect(received)</failure>
    </testcase>
  </testsuite>
</testsuites>
"""
GO = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1">
	<testsuite name="acme.org/stock" tests="3" failures="1" errors="0" id="0" hostname="ci" time="0.16" \
timestamp="2026-03-01T12:00:00Z">
		<properties><property name="go.version" value="go1.22"></property></properties>
		<testcase name="TestStock" classname="acme.org/stock" time="0.06"></testcase>
		<testcase name="TestStock/TC-031" classname="acme.org/stock" time="0.06"></testcase>
		<testcase name="TestOther" classname="acme.org/stock" time="0.10">
			<failure message="Failed" type="">file_test.go:11: Error</failure>
		</testcase>
	</testsuite>
</testsuites>
"""
CUCUMBER = """\
<testsuite name="Cucumber" tests="2">
<testcase classname="REQ-001 Look up stock" name="REQ-001 AC-1" time="0.1"></testcase>
<testcase classname="REQ-001 Look up stock" name="REQ-001 AC-2" time="0.1"><failure message="late"/></testcase>
</testsuite>
"""
CTRF = """\
{"reportFormat": "CTRF", "specVersion": "0.0.0", "results": {"tool": {"name": "vitest"},
 "summary": {"tests": 3, "passed": 1, "failed": 1, "pending": 0, "skipped": 1, "other": 0,
  "start": 1772366400000, "stop": 1772366401000},
 "environment": {"commit": "0123456789abcdef0123456789abcdef01234567"},
 "tests": [
  {"name": "shows the stock", "status": "passed", "duration": 3, "suite": ["stock", "page"], "tags": ["@TC-031"]},
  {"name": "counts TC-032", "status": "failed", "duration": 3, "suite": "stock"},
  {"name": "later", "status": "skipped", "duration": 0, "extra": {"id": "TC-033"}}]}}
"""
